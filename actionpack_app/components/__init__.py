"""The design system: stateless pieces, variants as data, no access to anything but texts."""
