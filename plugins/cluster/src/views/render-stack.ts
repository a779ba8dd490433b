import type {ComponentView, StackView} from '../services/stack/show.js'

/** The output of `rde stack show`. */
export function renderStack({file, profile, ingress, components, serviceImages}: StackView): string {
  const head = `${file}, profile ${profile}${profile === 'full' ? `, ingress ${ingress}` : ''}`
  if (components.length === 0) return `${head}\n\nThis profile installs nothing.`
  const services = Object.values(serviceImages).map(({local, pullFrom}) => `  ${local}  or ${pullFrom}`)
  return [head, ...components.map(renderComponent), ['Service images', ...services].join('\n')].join('\n\n')
}

function renderComponent({title, version, sources, images = [], problem, notes}: ComponentView): string {
  return [
    `${title} ${version}`,
    ...sources.map(({type, from}) => `  ${type.padEnd(8)}  ${from}`),
    ...images.map((image) => `  image     ${image}`),
    ...(problem === undefined ? [] : [`  not available: ${problem.split('\n').join('\n    ')}`]),
    ...notes.map((note) => `  note: ${note}`),
  ].join('\n')
}
