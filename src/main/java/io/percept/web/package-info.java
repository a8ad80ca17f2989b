/**
 * Serves the HTTP API, the health groups and the console page.
 *
 * <p>May use: every other package.
 *
 * <p>Must not know: how the engines run.
 */
package io.percept.web;
