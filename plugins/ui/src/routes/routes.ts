import {overviewRoutes} from './overview.js'
import {panelRoutes} from './panels.js'
import {runRoutes} from './runs.js'
import {startRoutes} from './start.js'

/** All routes of the API. */
export const routes = [...overviewRoutes, ...startRoutes, ...panelRoutes, ...runRoutes]
