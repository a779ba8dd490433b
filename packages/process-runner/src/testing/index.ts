export {ScriptedProcessRunner, type Reply} from './scripted-process-runner.js'
