/** One check in the output of `rde doctor --json`. */
export interface DoctorResult {
  readonly id: string
  readonly status: string
  readonly detail: string
  readonly problem: {readonly code: string}
  readonly remedies: readonly {readonly command: string}[]
}
