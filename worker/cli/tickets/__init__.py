"""`deskhand tickets` submits a ticket by hand, lists tickets and explains one."""
