package io.fletch.sample.playground;

/**
 * How a trial is answered.
 *
 * @param explain the plan, before anything but the condition was evaluated
 * @param analyze the plan with the rows and the time of each step, after a run
 */
public record TrialPlan(String explain, String analyze) {
}
