/** A problem, as part of a sentence, and the command that repairs it. */
export interface HealthProblem {
  readonly text: string
  readonly repair: string
}
