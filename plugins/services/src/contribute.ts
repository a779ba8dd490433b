import type {ContributeHook} from '@rde/plugin-kit'

import {servicesPanel} from './views/services-panel.js'
import {smokePanel} from './views/smoke-panel.js'

const contribute: ContributeHook = async () => ({apiVersion: 1, panels: [servicesPanel, smokePanel]})
export default contribute
