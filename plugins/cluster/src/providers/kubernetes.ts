import {attachedCluster, attachedNodes, attachedPreflight} from '../attach/attached-phases.js'
import {attachedStatus} from '../attach/attached-status.js'
import {attachedSummary} from '../attach/attached-summary.js'
import {deleteAttached, deleteAttachedQuestion} from '../attach/delete-attached.js'
import {stopAttached} from '../attach/stop-attached.js'
import type {ClusterProvider} from './provider.js'

/** A cluster that rde did not create: rde installs, scales and removes only its own parts, through the API alone. */
export const kubernetes: ClusterProvider = {
  name: 'kubernetes',
  phases: (stack, view) => ({first: [attachedPreflight(stack)], nodes: [attachedCluster, attachedNodes(view)]}),
  settings: ['attached.push', 'attached.pull'],
  nodes: 'rde did not make its nodes',
  status: attachedStatus,
  summary: attachedSummary,
  stop: stopAttached,
  deleteQuestion: deleteAttachedQuestion,
  delete: deleteAttached,
}
