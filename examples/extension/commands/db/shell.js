// @ts-check

/** Runs psql in the database pod. All arguments are passed to psql: `rde db shell --command 'select 1'`. */
export default class Shell {
  static summary = 'Open psql on the orders database.'
  static examples = ['<%= config.bin %> db shell', "<%= config.bin %> db shell --command 'select * from orders'"]
  // All arguments are passed to psql.
  static strict = false
  static passthrough = true

  /**
   * @param {string[]} argv
   * @param {import('@rde/extension').CommandHost} host
   */
  static async run(argv, host) {
    const terminal = process.stdin.isTTY ? ['--tty'] : []
    const where = ['--stdin', ...terminal, '--namespace', 'orders', 'statefulset/postgres']
    const psql = ['sh', '-c', 'exec psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"', 'psql']
    await host.runCommand('kubectl', ['exec', ...where, '--', ...psql, ...argv])
  }
}
