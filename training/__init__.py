"""How the model is made. Stands beside the package, imports it, and is never imported by it."""
