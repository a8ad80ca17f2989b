/**
 * Rules that keep a corpus of interleaved documents clean: languages, small and empty images, gibberish.
 *
 * <p>May use: contract, vision, the language detector.
 *
 * <p>Must not know: fetching, where documents go.
 */
package io.percept.resolve.corpus;
