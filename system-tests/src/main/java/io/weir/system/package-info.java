/** The whole system as Terraform deploys it, against LocalStack. */
@NullMarked
package io.weir.system;

import org.jspecify.annotations.NullMarked;
