run rules auditctl -l
