import {overviewRoutes} from './overview.js'
import {panelRoutes} from './panels.js'
import {runRoutes} from './runs.js'
import {startRoutes} from './start.js'

/** Everything that the page can ask. */
export const routes = [...overviewRoutes, ...startRoutes, ...panelRoutes, ...runRoutes]
