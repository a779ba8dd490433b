{{/*
Prefers a node that already runs a pod with the kubectl image, so that one node pulls it instead of two.
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

{{/* The minimum that kubectl and a shell need. */}}
{{- define "relay-core.unprivileged" -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* KUBECONFIG: the node image sets a path, but a pod has only its service account. HOME: for kubectl's cache. */}}
{{- define "relay-core.kubectlEnvironment" -}}
- {name: KUBECONFIG, value: ''}
- {name: HOME, value: /tmp}
{{- end -}}

{{/* Pod spec of a hook: runs kubectl as the installer's service account. Takes a list: root context, arguments. */}}
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
Prefers Vault's node for pods with a Vault agent: its image is the largest, and one node pulls it instead of three.
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
