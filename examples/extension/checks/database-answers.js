// @ts-check

const problem = {code: 'ORDERS_DATABASE', exitCode: 1}

/** @type {import('@rde/extension').Check} */
export const databaseAnswers = {
  id: 'orders-database',
  category: 'extensions',
  title: 'Orders database',
  problem,

  async run({kubectl, settings}) {
    const {user} = settings()
    const command = ['psql', '--username', String(user), '--dbname', 'orders', '--tuples-only', '--command', 'select 1']
    try {
      await kubectl.exec({namespace: 'orders', pod: 'postgres-0', container: 'postgres', command, input: ''})
      return {status: 'ok', detail: `answers as ${user}`, remedies: []}
    } catch {
      return {
        status: 'warning',
        detail: 'The orders database does not answer.',
        remedies: [{what: 'Start it', command: 'rde cluster start'}],
      }
    }
  },
}
