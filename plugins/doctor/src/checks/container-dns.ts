import {lookup as lookUp} from 'node:dns/promises'

import {runsInDocker} from '@rde/config'
import {exitCodes} from '@rde/errors'
import type {DoctorContext} from '@rde/plugin-kit'
import {ok, warning, type Check} from '@rde/toolchain'

/** A name that every cluster with images from a registry has to resolve. */
const name = 'registry-1.docker.io'

/**
 * Checks that containers resolve names that this machine resolves. Uses the running node, or a container of the nodes'
 * image; skipped without either.
 */
export function containerDns(lookup: (name: string) => Promise<unknown> = lookUp): Check<DoctorContext> {
  return {
    id: 'container-dns',
    category: 'network',
    title: 'Names in containers',
    problem: {code: 'RDE_CONTAINER_DNS', exitCode: exitCodes.failed},
    applies: async ({engine, config}) => runsInDocker(config) && (await engine.state()).kind === 'answers',

    async run(context) {
      const offline = await lookup(name).then(
        () => false,
        () => true,
      )
      if (offline) return ok('not checked: this machine resolves no names of the Internet')
      const command = await commandOf(context)
      if (command === undefined) return ok('not checked: no container to ask in')
      const file = context.toolchain.locate('docker') ?? 'docker'
      const answered = await context.runner.capture({file, args: command, timeoutMs: 15_000}).then(
        () => true,
        () => false,
      )
      if (answered) return ok(`containers resolve ${name}`)
      return warning(
        `Containers do not resolve ${name}, although this machine does: images cannot be pulled by the nodes.`,
        {what: 'See which name servers this machine uses', command: 'resolvectl dns || cat /etc/resolv.conf'},
        {what: 'Give one that containers can reach to Docker, as "dns"', command: 'sudo nano /etc/docker/daemon.json'},
        {what: 'Then restart Docker', command: 'sudo systemctl restart docker'},
      )
    },
  }
}

async function commandOf({session, config, signal}: DoctorContext): Promise<string[] | undefined> {
  const {docker} = session.tools({signal})
  const nodes = await docker.containers(`label=k3d.cluster=${session.identity.name}`)
  const server = nodes.find(({labels, state}) => labels['k3d.role'] === 'server' && state === 'running')
  if (server) return ['exec', server.name, 'nslookup', name]
  const image = config?.cluster.k3sImage
  if (image === undefined || (await docker.image(image)) === undefined) return undefined
  return ['run', '--rm', '--entrypoint', 'nslookup', image, name]
}
