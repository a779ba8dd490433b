import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** The license texts of the packages in the bundle; the licenses require shipping them. */
export function licenseTexts(packages) {
  return packages.map(({folder, manifest}) => `${heading(manifest)}\n\n${textIn(folder)}`).join('\n\n')
}

function heading({name, version, license}) {
  const line = `${name} ${version}, ${license}`
  return `${line}\n${'='.repeat(line.length)}`
}

function textIn(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}
