// @ts-check

const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'team'}}

/**
 * A namespace for the team, made when the nodes are ready. It runs at every start, so it looks before it acts.
 * @type {import('@rde/plugin-kit').Phase}
 */
const teamNamespace = {
  id: 'team-namespace',
  title: 'Team namespace',
  after: ['nodes-ready'],
  deadlineMs: 60_000,

  async run({kubectl, report}) {
    report('looking for the namespace team')
    const {items} = await kubectl.get('namespaces', '--selector', 'kubernetes.io/metadata.name=team')
    if (items.length > 0) return {changed: false, detail: 'namespace team is there'}
    await kubectl.apply([namespace])
    return {changed: true, detail: 'namespace team made'}
  },

  preview: async () => ['rde kubectl create namespace team'],
}

/** @type {import('@rde/plugin-kit').ContributeHook} */
const contribute = async () => ({apiVersion: 1, phases: [teamNamespace]})

export default contribute
