/// How requests reach the features: who may call, what is counted, what is answered as.
@NullMarked
package easel.api.web;

import org.jspecify.annotations.NullMarked;
