/** One check in what `rde doctor --json` prints. */
export interface DoctorResult {
  readonly id: string
  readonly status: string
  readonly detail: string
  readonly problem: {readonly code: string}
  readonly remedies: readonly {readonly command: string}[]
}
