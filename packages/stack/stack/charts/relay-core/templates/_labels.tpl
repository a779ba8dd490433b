{{/* The labels of an object. Called with a list: the root context, the object's component. */}}
{{- define "relay-core.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: relay-core
{{ include "relay-core.selector" . }}
{{- end -}}

{{/* What a Deployment finds its pods by; it can never change. */}}
{{- define "relay-core.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end -}}
