# Google's side of Barnacle for one project: an account with the least it needs, the dataset, a place for the image, and the
# binding by which the Kubernetes account of each cluster may act as that account. Nothing here changes a cluster.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
  }
}

locals {
  # A cluster's workload pool is named after the cluster's project, which need not be this one.
  workload_projects = toset(concat([var.project], var.cluster_projects))
  watched_projects  = toset(var.monitoring ? concat([var.project], var.cluster_projects) : [])
}

resource "google_project_service" "needed" {
  for_each = toset(concat(
    ["artifactregistry.googleapis.com", "bigquery.googleapis.com", "iamcredentials.googleapis.com"],
    var.monitoring ? ["monitoring.googleapis.com"] : [],
  ))
  project            = var.project
  service            = each.value
  disable_on_destroy = false
}

resource "google_service_account" "barnacle" {
  project      = var.project
  account_id   = var.account_id
  display_name = "Barnacle, finds nodes that small pods keep alive"
  depends_on   = [google_project_service.needed]
}

resource "google_service_account_iam_member" "workload_identity" {
  for_each           = local.workload_projects
  service_account_id = google_service_account.barnacle.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${each.value}.svc.id.goog[${var.namespace}/${var.kubernetes_account}]"
}

resource "google_bigquery_dataset" "barnacle" {
  project     = var.project
  dataset_id  = var.dataset
  location    = var.dataset_location
  description = "Barnacle's runs: verdicts, findings, episodes"
  depends_on  = [google_project_service.needed]
  # Destroying the module must not destroy months of runs.
  delete_contents_on_destroy = false
}

# On this one dataset, not on the project.
resource "google_bigquery_dataset_iam_member" "editor" {
  project    = var.project
  dataset_id = google_bigquery_dataset.barnacle.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.barnacle.member
}

# Load jobs and queries run in a project, so this role has no narrower place.
resource "google_project_iam_member" "jobs" {
  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.barnacle.member
}

resource "google_project_iam_member" "monitoring" {
  for_each = local.watched_projects
  project  = each.value
  role     = "roles/monitoring.viewer"
  member   = google_service_account.barnacle.member
}

resource "google_artifact_registry_repository" "barnacle" {
  project       = var.project
  location      = var.region
  repository_id = "barnacle"
  format        = "DOCKER"
  description   = "Barnacle's image"
  depends_on    = [google_project_service.needed]
}

# The nodes pull the image, with their own accounts.
resource "google_artifact_registry_repository_iam_member" "pull" {
  for_each   = toset(var.node_accounts)
  project    = var.project
  location   = var.region
  repository = google_artifact_registry_repository.barnacle.name
  role       = "roles/artifactregistry.reader"
  member     = "serviceAccount:${each.value}"
}
