import * as Flags from '@oclif/core/flags'

import {importFlags, importOptions, interruptible, openSession, RdeCommand} from '@rde/plugin-kit'

import {servicesFor} from '../services-for.js'
import {smokeTest, type SmokeResult} from '../services/smoke.js'
import {hasFailed, type CombinationResult, type SmokeState} from '../smoke/state.js'
import {renderCombination, renderSmoke} from '../views/smoke.js'

export default class Smoke extends RdeCommand {
  static override summary = 'Run a suite of workflows on each combination of service versions.'
  static override description =
    'For each combination: rolls its versions out, runs every workflow file of the suite, and compares the result with NAME.expect.yaml in the same folder. Without --versions, the running versions are tested. The first failed combination ends the test unless --keep-going is given. Logs, events and the records of the runs are saved for each failed combination. The same command resumes a stopped test. After the test, the services run the same versions as before.'
  static override examples = [
    '<%= config.bin %> smoke --suite smoke',
    '<%= config.bin %> smoke --suite smoke --versions latest:2 --keep-going --report report',
    '<%= config.bin %> smoke --versions relay-operator=1.2,1.3 --versions relay-metadata-api=all --all-day',
  ]
  static override enableJsonFlag = true
  static override flags = {
    ...importFlags('5m', 'each rollout'),
    suite: Flags.string({
      description: 'Folder of the workflow files; the workflow directory of config.json unless given.',
      helpValue: 'DIR',
    }),
    versions: Flags.string({
      description: 'Versions to combine: all, latest:N, V1,V2 or SERVICE=V1,V2. May be repeated.',
      multiple: true,
      multipleNonGreedy: true,
      default: [],
    }),
    'keep-going': Flags.boolean({description: 'Continue after a failed combination.', default: false}),
    'all-day': Flags.boolean({description: 'Repeat until stopped, even if combinations fail.', default: false}),
    restart: Flags.boolean({description: 'Start over instead of resuming a stopped test.', default: false}),
    report: Flags.string({
      description: 'Folder for the report (smoke.txt, smoke.json, junit.xml) and the evidence.',
      helpValue: 'DIR',
    }),
  }

  async run(): Promise<SmokeResult> {
    const {flags} = await this.parse(Smoke)
    const session = openSession(flags)
    const progress = importOptions(this, flags)
    const options = {
      suite: flags.suite,
      versions: flags.versions,
      keepGoing: flags['keep-going'],
      allDay: flags['all-day'],
      restart: flags.restart,
      reportFolder: flags.report,
      servicesFor: servicesFor(this, session),
      onResult: (result: CombinationResult, state: SmokeState) => progress.note(renderCombination(result, state)),
      ...progress,
    }
    const resume = {resumeCommand: 'rde smoke', resumeWithout: ['restart']}
    const result = await interruptible(resume, (signal) => smokeTest(session, {...options, signal}))
    this.log(renderSmoke(result))
    if (result.results.some(hasFailed)) process.exitCode = 1
    this.log(`Report: ${result.folder}`)
    return result
  }
}
