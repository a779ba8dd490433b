import * as Flags from '@oclif/core/flags'

import {exitCodes} from '@rde/errors'
import {commonFlags, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {examine, type DoctorReport} from '../services/doctor.js'
import {mendAll} from '../services/mend.js'
import {renderReport} from '../views/render-report.js'

export default class Doctor extends RdeCommand {
  static override summary = 'Find out what is wrong with this machine or the cluster, and fix what rde can fix.'
  static override description =
    'Prints problems only, each with its remedy and its code. Exit code 0 if there is no error, else 1, or 3 where a tool or Docker is the problem. Checks of extensions are included.'
  static override examples = ['doctor', 'doctor --all', 'doctor --fix'].map((line) => `<%= config.bin %> ${line}`)
  static override enableJsonFlag = true
  static override flags = {
    ...commonFlags,
    all: Flags.boolean({char: 'a', description: 'Also print the checks that passed.'}),
    fix: Flags.boolean({description: 'Fix what rde can fix without your help.'}),
  }

  async run(): Promise<DoctorReport> {
    const {flags} = await this.parse(Doctor)
    const session = openSession(flags)
    const report = (line: string) => void (flags.quiet || this.logToStderr(line))
    const found = await interruptible({resumeCommand: 'rde doctor'}, async (signal) => {
      const first = await examine(session, {oclif: this.config, signal})
      if (!flags.fix) return first
      const mended = await mendAll(first, {signal, report, progress: {...flags, json: this.jsonEnabled()}})
      return mended ? examine(session, {oclif: this.config, signal}) : first
    })
    this.log(renderReport(found, {all: flags.all, fix: flags.fix}))
    process.exitCode = exitCodeOf(found)
    return found
  }
}

function exitCodeOf({checks}: DoctorReport): number {
  const errors = checks.filter(({status}) => status === 'error')
  const codes = errors.map(({problem}) => problem.exitCode)
  return codes.includes(exitCodes.toolUnavailable) ? exitCodes.toolUnavailable : codes.length > 0 ? exitCodes.failed : 0
}
