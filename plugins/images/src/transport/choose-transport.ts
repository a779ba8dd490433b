import type {ImageContext} from '../image-context.js'
import {byK3d} from './by-k3d.js'
import {byRegistry} from './by-registry.js'
import type {Transport} from './transport.js'

/** The registry, where the cluster has one: then only what is missing travels. */
export function chooseTransport({registry}: Pick<ImageContext, 'registry'>): Transport {
  return registry === undefined ? byK3d : byRegistry
}
