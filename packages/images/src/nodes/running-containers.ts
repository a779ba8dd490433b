import type {Container, Docker} from '@rde/toolchain'

import {ctr, ownProgramsFirst} from './ctr.js'

/**
 * The first argument is a minimum run time in hundredths of a second, the others are container ids. Prints the ids of
 * the containers that have run at least that long and still run; waits up to that time, including what ctr takes. After
 * the wait it reads only /proc, which takes no time.
 */
export const runningScript = (proc: string) => `read_start() {
  start=; read -r stat <"${proc}/$1/stat" || return
  set -- \${stat##*) }; [ "$1" = Z ] || start=\${20}
}
least=$1; shift; wanted=" $* "; wait=0; running=
for task in $(${ctr('tasks', 'ls').join(' ')} | while read -r id pid status; do
  [ "$status" = RUNNING ] || continue
  case $wanted in *" $id "*) echo "$id:$pid" ;; esac
done); do
  now=$(read_start self; echo "$start")
  read_start "\${task#*:}"; [ -n "$start" ] || continue
  left=$((least - now + start)); [ "$left" -le "$wait" ] || wait=$left
  running="$running $task:$start"
done
[ "$wait" = 0 ] || sleep "$((wait / 100)).$(printf %02d $((wait % 100)))"
for task in $running; do
  id=\${task%%:*}; task=\${task#*:}
  read_start "\${task%:*}"; [ "$start" != "\${task#*:}" ] || echo "$id"
done`

/**
 * The ids of the containers that have run for at least `leastMs` and still run; waits up to that time. The runtime of a
 * node knows this before its kubelet.
 */
export async function runningOn(
  node: Container,
  ids: readonly string[],
  {leastMs, docker}: {readonly leastMs: number; readonly docker: Docker},
): Promise<ReadonlySet<string>> {
  const script = `${ownProgramsFirst} ${runningScript('/proc')}`
  const printed = await docker.exec(node.name, ['sh', '-c', script, 'sh', String(leastMs / 10), ...ids])
  return new Set(printed.split('\n').filter((id) => id !== ''))
}
