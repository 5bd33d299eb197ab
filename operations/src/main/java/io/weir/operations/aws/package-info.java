/** What an operator can see and do of a deployment on AWS, with the operator's own credentials; nothing of it is deployed. */
@NullMarked
package io.weir.operations.aws;

import org.jspecify.annotations.NullMarked;
