/// Measures the product from outside, with doubles of what surrounds it.
@NullMarked
package io.moltmates.benchmarks;

import org.jspecify.annotations.NullMarked;
