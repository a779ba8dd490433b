{{/*
Pods of the image with kubectl go where another of them is already: one node pulls it, not two.
*/}}
{{- define "relay-core.nextToKubectl" -}}
podAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {rde.relay.sh/image: kubectl}
{{- end -}}

{{/* No more than kubectl and a shell need. */}}
{{- define "relay-core.unprivileged" -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* KUBECONFIG: the node image names a file of its own; a pod has only its service account. HOME: kubectl's cache. */}}
{{- define "relay-core.kubectlEnvironment" -}}
- {name: KUBECONFIG, value: ''}
- {name: HOME, value: /tmp}
{{- end -}}

{{/* A hook's pod: one kubectl command by the installer's account. Called with a list: the root context, the arguments. */}}
{{- define "relay-core.kubectlPod" -}}
{{- $root := index . 0 -}}
restartPolicy: Never
serviceAccountName: relay-installer
affinity: {{- include "relay-core.nextToKubectl" $root | nindent 2 }}
containers:
  - name: kubectl
    image: {{ $root.Values.images.kubectl | quote }}
    imagePullPolicy: {{ $root.Values.imagePullPolicy }}
    command: [kubectl]
    args: {{- toYaml (index . 1) | nindent 6 }}
    env: {{- include "relay-core.kubectlEnvironment" $root | nindent 6 }}
    securityContext: {{- include "relay-core.unprivileged" $root | nindent 6 }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
volumes:
  - name: tmp
    emptyDir: {}
{{- end -}}

{{/*
What runs a Vault agent goes where Vault is: its image is the largest of all, and one node pulls it, not three.
*/}}
{{- define "relay-core.nextToVault" -}}
podAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {app.kubernetes.io/name: vault}
{{- end -}}
