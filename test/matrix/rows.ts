import type {MachineName} from './machine.js'

/** One call of a command, and its exit code on each machine. */
export interface Row {
  /** The id of the command in oclif's manifest. */
  readonly id: string
  readonly args: readonly string[]
  readonly exits: Readonly<Record<MachineName, number>>
}

/** The exit codes with nothing installed, with Docker alone, with a dead Docker, and without a network. */
type Exits = readonly [nothing: number, onlyDocker: number, dockerDead: number, noNetwork: number]

function row(id: string, args: string, [nothing, onlyDocker, dockerDead, noNetwork]: Exits): Row {
  const exits = {
    'nothing installed': nothing,
    'only Docker': onlyDocker,
    'Docker dead': dockerDead,
    'no network': noNetwork,
  }
  return {id, args: args.split(' ').filter(Boolean), exits}
}

const always = (code: number): Exits => [code, code, code, code]
/** Asks Docker first, and finds no cluster. */
const asksDocker: Exits = [3, 4, 3, 4]
/** Knows without asking Docker that no cluster was started. */
const noCluster = always(4)

/**
 * Every command of rde, in a home with `hello.yaml` and no cluster, without a terminal. If a command is missing here,
 * the matrix fails: add a row with its exit code on each machine.
 */
export const rows: readonly Row[] = [
  row('autocomplete', 'bash', always(0)),
  row('clutser:start', '', always(2)),
  row('clutser:start', '--json', always(2)),
  row('cluster:attach', 'team --context team --registry registry.example', [3, 3, 3, 2]),
  row('cluster:delete', '', always(2)),
  row('cluster:delete', '--yes', [3, 0, 3, 0]),
  row('cluster:detach', 'team', always(4)),
  row('cluster:list', '', always(0)),
  row('cluster:logs', '', [3, 3, 3, 4]),
  row('cluster:start', '', [3, 3, 3, 1]),
  row('cluster:start', '--profile bare', [3, 3, 3, 1]),
  row('cluster:start', '--profile bare --dry-run', [3, 3, 3, 0]),
  row('cluster:start', '--stack nowhere', always(2)),
  row('cluster:status', '', asksDocker),
  row('cluster:stop', '', [3, 0, 3, 0]),
  row('cluster:use', 'rde', always(0)),
  row('cluster:use', 'nowhere', always(4)),
  row('config:apply', '', asksDocker),
  row('config:diff', '', noCluster),
  row('config:edit', '', always(2)),
  row('config:get', '', noCluster),
  row('config:path', '', always(0)),
  row('config:schema', '', always(0)),
  row('config:set', 'cluster.agents 1', always(0)),
  row('config:set', 'cluster.agnets 1', always(2)),
  row('config:unset', 'cluster.agents', always(0)),
  row('config:validate', '', noCluster),
  row('doctor', '', [3, 3, 3, 0]),
  row('helm', 'list', [127, 127, 1, 1]),
  row('help', '', always(0)),
  row('help', '--json', always(2)),
  row('images:import', 'app:dev', asksDocker),
  row('images:list', '', asksDocker),
  row('images:remove', 'app:dev', asksDocker),
  row('images:update', '', asksDocker),
  row('kubectl', 'get pods', [127, 127, 1, 1]),
  row('plugins', '', always(0)),
  row('relay', 'workflow list', always(127)),
  row('services:build', 'relay-operator --source nowhere', always(2)),
  row('services:dev', 'relay-operator --source nowhere', always(2)),
  row('services:list', '', asksDocker),
  row('services:logs', 'relay-operator', asksDocker),
  row('services:next', '', asksDocker),
  row('services:previous', '--show', asksDocker),
  row('services:use', 'operator@1.0', asksDocker),
  row('smoke', '', asksDocker),
  row('stack:pull', '--output stack', always(1)),
  row('stack:remove', 'orders-postgres', always(0)),
  row('stack:show', '--profile bare', always(0)),
  row('stack:show', '--profile full', [3, 3, 1, 1]),
  row('ui', '--port 70000', always(2)),
  row('stack:validate', '', always(0)),
  row('support:bundle', '--output fault.tar.gz', always(0)),
  row('version', '', always(0)),
  row('workflow:approve', 'hello#1 release', noCluster),
  row('workflow:cancel', 'hello#1', noCluster),
  row('workflow:delete', 'hello --yes', noCluster),
  row('workflow:explain', 'hello.yaml', always(0)),
  row('workflow:init', 'first', always(0)),
  row('workflow:list', '', noCluster),
  row('workflow:logs', 'hello#1', noCluster),
  row('workflow:reject', 'hello#1 release', noCluster),
  row('workflow:run', 'hello.yaml', noCluster),
  row('workflow:run', 'hello.yaml --on docker', [3, 1, 3, 1]),
  row('workflow:run', 'hello.yaml --on host', always(2)),
  row('workflow:run', 'nowhere.yaml --on host', always(2)),
  row('workflow:runs', '', noCluster),
  row('workflow:save', 'hello.yaml', noCluster),
  row('workflow:schema', '', always(0)),
  row('workflow:secret:delete', 'hello token', noCluster),
  row('workflow:secret:list', 'hello', noCluster),
  row('workflow:secret:list', 'hello --local', always(0)),
  row('workflow:secret:set', 'hello token', noCluster),
  row('workflow:report', 'local/nobody', always(1)),
  row('workflow:show', 'hello', noCluster),
  row('workflow:translate', 'hello.yaml', always(0)),
  row('workflow:validate', 'hello.yaml', always(0)),
]

/** They pass every word to a tool, including `--json`, and their output is that of the tool. */
export const passthroughs = ['helm', 'kubectl', 'relay']

/** Commands of oclif for extensions; their output is not ours. */
export const ofOclif = /^plugins:/

/** Commands that are not tried with `--json`. */
export const withoutJson = /^(helm|kubectl|relay|autocomplete|help|clutser|services:(dev|logs)|ui)(:|$)/
