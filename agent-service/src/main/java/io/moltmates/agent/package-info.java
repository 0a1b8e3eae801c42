/// Runs the turns of people with their assistant: lanes, journal, prompt, tools and commands.
@NullMarked
package io.moltmates.agent;

import org.jspecify.annotations.NullMarked;
