import {sectionOf, type RdeConfig, type Section, type SectionDeclaration} from '@rde/config'

import type * as Api from '../../types/index.js'
import type {DoctorContext} from './contribution.js'
import {endAfter, endWithin} from './end-within.js'
import {sectionDeclaration, type Extension} from './extension.js'
import {createCapabilities} from './create-capabilities.js'
import type {Panel, PanelContext} from './panel.js'
import type {Phase, PhaseContext} from '../phases/phase.js'

/** How long a check, a panel or a support file may take. */
const questionMs = 30_000
/** How long a phase may clean up after its signal was aborted. */
const graceMs = 10_000

/** What an extension adds, in rde's own types: called with the extension's capabilities, and with a time limit. */
export function adaptExtension(extension: Extension, currentConfig: RdeConfig) {
  const {name, contribution} = extension
  const declaration = sectionDeclaration(extension)
  const settingsIn = (config: Pick<RdeConfig, 'extensions'>) => (): Section => sectionOf(config, declaration)
  const ask = <Result>(what: string, work: () => Promise<Result>) =>
    endWithin(questionMs, `${what} of the extension ${name}`, work)
  const doctor = ({session, runner, signal, config = currentConfig}: DoctorContext) =>
    createCapabilities({kubectl: session.tools({signal}).kubectl, runner, signal, settings: settingsIn(config)})
  const page = ({session, signal}: PanelContext) => {
    const {kubectl} = session.tools({signal})
    return createCapabilities({kubectl, runner: session.runner({signal}), signal, settings: settingsIn(currentConfig)})
  }
  const {phases = [], checks = [], panels = [], supportFiles} = contribution
  return {
    phases: phases.map((phase) => adaptPhase(phase, name, declaration)),
    checks: checks.map((check) => ({
      ...check,
      run: (context: DoctorContext) => ask(check.title, () => check.run(doctor(context))),
    })),
    panels: panels.map(({id, title, read}): Panel => ({
      ...{id, title},
      read: (context) => ask(title, () => read(page(context))),
    })),
    ...(supportFiles && {
      supportFiles: (context: DoctorContext) => ask('supportFiles', () => supportFiles(doctor(context))),
    }),
  }
}

function adaptPhase(phase: Api.Phase, extension: string, declaration: SectionDeclaration): Phase {
  const given = (context: PhaseContext) => {
    const settings = () => sectionOf(context.config(), declaration)
    return {...createCapabilities({...context, settings}), report: (line: string) => context.report(line)}
  }
  return {
    ...phase,
    extension,
    run: (context) => endAfter(context.signal, graceMs, () => phase.run(given(context))),
    preview: async (context) => (await phase.preview?.(given(context))) ?? [],
  }
}
