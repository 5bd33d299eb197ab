/** Reads the configuration; every error says where it stands and what was expected. */
@NullMarked
package io.weir.config;

import org.jspecify.annotations.NullMarked;
