import type {RdeConfig} from '@rde/config'

import type {ToolName} from './tools.js'

/** The tools that a start of this profile runs. */
export function toolsOfProfile(profile: RdeConfig['stack']['profile']): ToolName[] {
  return profile === 'bare' ? ['docker', 'k3d', 'kubectl'] : ['docker', 'k3d', 'kubectl', 'helm']
}
