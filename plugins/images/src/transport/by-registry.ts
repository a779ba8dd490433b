import {bringToNodes} from './bring-to-nodes.js'
import {fetchOn} from './node-images.js'
import {sendImage} from './send-image.js'
import type {Transport} from './transport.js'

/** Docker sends the registry the layers that it lacks, and each node pulls those that are new to it. */
export const byRegistry: Transport = {
  send: sendImage,
  spread: (images, context) =>
    bringToNodes(images, context, (node, lacking, {docker, identity, config}) => {
      const registryUrl = `http://${identity.registry}:${config().cluster.registryPort}`
      return fetchOn(node, lacking, {docker, registryUrl})
    }),
}
