import {RdeError} from '@rde/errors'
import {
  checkContext,
  failOn,
  pushImage,
  registryNames,
  runChecks,
  storedCopy,
  type PushedImage,
  type RegistryNames,
} from '@rde/toolchain'
import {disk} from '@rde/toolchain/checks/disk'

import type {FoundImage} from './find-image.js'
import type {ImageContext} from './image-context.js'

export interface SentImage extends FoundImage, PushedImage {}

/** Brings the registry's copy to this content. Sends only the layers that it lacks, after a look at disk and platform. */
export async function sendImage(image: FoundImage, context: ImageContext): Promise<SentImage> {
  const {docker, registry, identity, config, report} = context
  const names = registryNames(image.reference, identity, config().cluster.registryPort)
  if ((await storedCopy(image, names, registry)) === undefined) await refuseUnsendable(image, context)
  const sending = (name: string) => report(`sending ${name}`)
  const pushed = await pushImage(image, names, {docker, registry, sending}).catch((error: Error) => {
    throw withPlainName(error, image.reference, names)
  })
  return {...image, ...pushed}
}

async function refuseUnsendable({reference, platform}: FoundImage, context: ImageContext): Promise<void> {
  const {docker, nodes, session, signal} = context
  const needs = checkContext({runner: session.runner({signal}), data: session.data, tools: ['docker']})
  const [node, checks] = await Promise.all([docker.image(nodes[0]!.image), runChecks([disk], needs)])
  failOn(checks, 'It was not imported; what runs goes on.')
  if (node === undefined || node.platform === platform) return
  throw new RdeError(`${reference} is for ${platform}, and the nodes are ${node.platform}.`, {
    code: 'RDE_IMAGE_PLATFORM',
    remedies: [
      {what: 'Build it for the nodes', command: `docker build --platform ${node.platform} --tag ${reference} .`},
      {what: 'Or pull that variant', command: `docker pull --platform ${node.platform} ${reference}`},
    ],
    outcome: 'It was not imported; what runs goes on.',
  })
}

/** A failed push names the registry on this machine, which tells the user nothing. */
function withPlainName(error: Error, reference: string, {push}: RegistryNames): Error {
  if (error.name !== 'ProcessError') return error
  const said = error.message.split('\n').slice(1).join('\n').replaceAll(push, reference)
  return new RdeError(`${reference} could not be sent to the cluster's registry:\n${said}`, {
    code: 'RDE_IMAGE_NOT_SENT',
    remedies: [{what: 'Repair the cluster', command: 'rde cluster start'}],
    outcome: 'What runs goes on.',
  })
}
