"""The toolbar of demo and staging: the company's clock, and who looks at it. In production it isn't drawn, and refuses."""
