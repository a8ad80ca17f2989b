/** What fuzz tests have in common. Each stands beside what it feeds, and is named {@code …FuzzTest}. */
package io.percept.fuzz;
