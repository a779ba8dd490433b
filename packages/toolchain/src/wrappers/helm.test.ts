import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Helm, type UpgradeRequest} from './helm.js'
import {recording} from '../testing/recording.js'

describe('Helm', () => {
  let runner: ScriptedProcessRunner
  const helm = () => new Helm(runner, {file: 'helm', kubeconfig: '/k.yaml'})
  const request: UpgradeRequest = {
    release: 'probe',
    chart: './chart',
    namespace: 'probes',
    valuesFile: '/values/probe.yaml',
    timeoutMs: 90_000,
  }

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  it('installs or upgrades with only these values', async () => {
    runner.on(/^helm upgrade/, recording('helm-3.18/upgrade-install.json'))
    expect(await helm().upgradeInstall(request)).to.deep.equal({revision: 1, status: 'deployed'})
    expect(runner.commandLines).to.deep.equal([
      'helm upgrade --install probe ./chart --namespace probes --values /values/probe.yaml --reset-values --timeout 90s --output json --kubeconfig /k.yaml',
    ])
  })

  it('passes the version and repository, and creates the namespace if requested', async () => {
    runner.on(
      /--version 0.24.0 --repo https:\/\/x.example --reset-values --create-namespace/,
      recording('helm-3.18/upgrade-install.json'),
    )
    await helm().upgradeInstall({...request, version: '0.24.0', repo: 'https://x.example', createNamespace: true})
  })

  it('is killed some time after its own timeout', async () => {
    runner.on(/^helm upgrade/, recording('helm-3.18/upgrade-install.json'))
    await helm().upgradeInstall(request)
    expect(runner.requests[0]?.timeoutMs).to.equal(120_000)
  })

  it("includes helm's output in the error", async () => {
    runner.on(/^helm upgrade/, {exitCode: 1, stderr: recording('helm-3.18/chart-missing.stderr.txt')})
    const message = await helm()
      .upgradeInstall(request)
      .catch((error: Error) => error.message)
    expect(message).to.contain('path "./nochart" not found')
  })

  it('renders the resources of a chart without installing them', async () => {
    runner.on(/^helm template probe \.\/chart .*--include-crds/, recording('helm-3.18/template.yaml'))
    expect(await helm().template(request)).to.contain('kind: ConfigMap')
  })

  it('passes the Kubernetes version to a chart', async () => {
    runner.on(/^helm template probe .*--kube-version 1\.33\.4 /, recording('helm-3.18/template.yaml'))
    await helm().template({...request, kubeVersion: '1.33.4'})
  })

  it('pulls the archive of a chart from a registry', async () => {
    runner.on(/^helm pull/)
    await helm().pull({chart: 'oci://x.example/vault', version: '0.25.0', folder: '/f'})
    expect(runner.commandLines).to.deep.equal([
      'helm pull oci://x.example/vault --version 0.25.0 --destination /f --kubeconfig /k.yaml',
    ])
  })
})
