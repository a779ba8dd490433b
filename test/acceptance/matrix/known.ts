/** The cells whose fault is known and not mended yet. Empty it. */
const faults = [
  // A tool that is missing is run, and its command line shown.
  /^(nothing installed|only Docker): rde cluster start( --profile bare --dry-run)?( --json)?$/,
  /^nothing installed: rde workflow run hello\.yaml --on docker/,
  /: rde stack show --profile full/,
  // What k3d said comes after its command line.
  /^no network: rde cluster start --profile bare$/,
  // A stack that is not there is told as a plugin that is broken.
  /: rde cluster start --stack nowhere/,
  // A remedy with a literal FILE.
  /: rde workflow (run|save) hello\.yaml( --json)?$/,
  // The crash of a question in the middle of a run.
  /rde workflow run approval\.yaml/,
]

export const isKnown = (cell: string) => faults.some((fault) => fault.test(cell))
