"""The frame around every page behind sign-in: top bar, navigation, and what is said when something goes wrong."""
