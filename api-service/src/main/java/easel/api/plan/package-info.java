/// What customers and Midjourney subscriptions are entitled to.
@NullMarked
package easel.api.plan;

import org.jspecify.annotations.NullMarked;
