/**
 * Rules that keep a corpus of interleaved documents clean (languages, small and empty images, gibberish), and the documents
 * that come of them.
 *
 * <p>May use: resolve.load, vision, contract, the language detector.
 *
 * <p>Must not know: fetching, where documents go, Spring.
 */
package io.percept.resolve.corpus;
