/**
 * Alternative texts: wording them, and judging old and new ones by WCAG 2.2.
 *
 * <p>May use: contract.
 *
 * <p>Must not know: the model, plans, pixels.
 */
package io.percept.prompt.alttext;
