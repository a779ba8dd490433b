import type {Session} from '@rde/plugin-kit'

import {providerOf} from '../providers/provider-of.js'
import type {DeleteOptions, DeleteResult} from '../providers/provider.js'

export type {DeleteResult} from '../providers/provider.js'

/** The question to the user before anything is removed. */
export async function deleteQuestion(session: Session): Promise<string> {
  return (await providerOf(session)).deleteQuestion(session)
}

/**
 * Removes everything that rde made for the cluster, and its folder. Keeps CONFIG, user plugins, the user's kubeconfig
 * and local images.
 */
export async function deleteCluster(session: Session, options: DeleteOptions): Promise<DeleteResult> {
  return (await providerOf(session)).delete(session, options)
}
