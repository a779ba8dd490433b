import type {Session} from '@rde/plugin-kit'

import {providerOf} from '../providers/provider-of.js'
import type {DeleteOptions, DeleteResult} from '../providers/provider.js'

export type {DeleteResult} from '../providers/provider.js'

/** What the user is asked before anything is removed. */
export async function deleteQuestion(session: Session): Promise<string> {
  return (await providerOf(session)).deleteQuestion(session)
}

/** Removes all that rde made of the cluster, and its folder. CONFIG, user plugins, the user's kubeconfig and local images stay. */
export async function deleteCluster(session: Session, options: DeleteOptions): Promise<DeleteResult> {
  return (await providerOf(session)).delete(session, options)
}
