output "account" {
  description = "For the annotation iam.gke.io/gcp-service-account in k8s/overlays/workload-identity."
  value       = google_service_account.barnacle.email
}

output "store" {
  description = "For the config's `store:`."
  value       = "bigquery:${var.project}.${google_bigquery_dataset.barnacle.dataset_id}"
}

output "image" {
  description = "For the kustomization's `newName:`."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.barnacle.repository_id}/barnacle"
}
