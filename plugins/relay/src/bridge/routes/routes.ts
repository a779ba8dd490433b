import type {Route} from '../route.js'
import {accountRoutes} from './account.js'
import {revisionRoutes} from './revisions.js'
import {runRoutes} from './runs.js'
import {secretRoutes} from './secrets.js'
import {workflowRoutes} from './workflows.js'

/** All routes of the bridge. */
export const routes: readonly Route[] = [
  ...workflowRoutes,
  ...revisionRoutes,
  ...runRoutes,
  ...secretRoutes,
  ...accountRoutes,
]
