import type {ContributeHook} from '@rde/plugin-kit'

import {servicesPanel} from './views/services-panel.js'

const contribute: ContributeHook = async () => ({apiVersion: 1, panels: [servicesPanel]})
export default contribute
