import type {PanelList} from '../api.js'
import {Refusal} from '../server/refusal.js'
import {route} from './ui-context.js'

export const panelRoutes = [
  route('GET /api/panels', async ({context}) => {
    const {panels} = await context.panels()
    const list: PanelList = {panels: panels.map(({id, title}) => ({id, title}))}
    return {json: list}
  }),
  route('GET /api/panels/:panel', async ({context: {panels: read, session, signal}, params}) => {
    const {panels, services} = await read()
    const panel = panels.find(({id}) => id === params.panel)
    if (panel === undefined) throw new Refusal(404, `There is no panel "${params.panel}".`)
    return {json: await panel.read({session, services, signal})}
  }),
]
