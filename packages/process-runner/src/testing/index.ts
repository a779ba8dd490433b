export {itEnding} from './it-ending.js'
export {recordedCall, recordedScene, type RecordedCall} from './recorded-call.js'
export {ScriptedProcessRunner, type Reply} from './scripted-process-runner.js'
