# What `cmake --install` puts beside the program and its plugins. Everything finds the
# rest by its own place, so that any prefix will do, and a tree may be moved.
include(CMakePackageConfigHelpers)

# The contract's generation stands in one place: the name of the exported function.
file(STRINGS include/claimline/plugin.h entry REGEX "^CL_EXPORT .*cl_module_v[0-9]+\\(void\\)")
if(NOT entry MATCHES "cl_module_v([0-9]+)")
  message(FATAL_ERROR "include/claimline/plugin.h exports no cl_module_v1")
endif()
set(CLAIMLINE_GENERATION ${CMAKE_MATCH_1})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/claimline)
set(pc_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
set(data_dir ${CMAKE_INSTALL_DATADIR}/claimline)
set(made ${CMAKE_BINARY_DIR}/made/package)

# Headers, the CMake package and the pkg-config file: for those who write plugins.
set(bin_dir ${CMAKE_INSTALL_BINDIR})
set(plugin_dir ${CMAKE_INSTALL_LIBDIR}/claimline)
configure_package_config_file(core/install/claimlineConfig.cmake.in ${made}/claimlineConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS bin_dir plugin_dir data_dir NO_SET_AND_CHECK_MACRO)
# Headers only grow within a generation of the contract, and a new generation makes
# a new major version: what was written for 1.2 builds with 1.3.
write_basic_package_version_file(${made}/claimlineConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)
foreach(dir bindir libdir includedir datadir)
  string(TOUPPER ${dir} upper)
  file(RELATIVE_PATH ${dir}_from_prefix ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_${upper}})
endforeach()
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
configure_file(core/install/claimline.pc.in ${made}/claimline.pc @ONLY)

install(DIRECTORY include/claimline DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(TARGETS claimline_contract EXPORT claimline COMPONENT dev)
install(EXPORT claimline NAMESPACE claimline:: FILE claimlineTargets.cmake
  DESTINATION ${package_dir} COMPONENT dev)
install(FILES ${made}/claimlineConfig.cmake ${made}/claimlineConfigVersion.cmake
  core/install/claimlinePlugin.cmake core/install/claimline.map DESTINATION ${package_dir} COMPONENT dev)
install(FILES ${made}/claimline.pc DESTINATION ${pc_dir} COMPONENT dev)
install(DIRECTORY samples/plugin samples/plugin-cpp samples/plugin-rust
  DESTINATION ${data_dir}/samples COMPONENT dev)
install(FILES docs/man/claimline-plugin.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7 COMPONENT dev)

# What a user reads, and tries the program with.
install(DIRECTORY docs/schemas core/read/maps DESTINATION ${data_dir})
install(DIRECTORY samples/sessions samples/maps samples/profiles samples/tables samples/edits
  DESTINATION ${data_dir}/samples)
install(FILES samples/README.md core/rules/data/codes.csv core/rules/data/payers.ini
  DESTINATION ${data_dir}/samples)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md"
  PATTERN schemas EXCLUDE PATTERN man EXCLUDE)
install(FILES plugins/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME plugins.md COMPONENT dev)

# Completions of shells. Debian's own zsh packages have a folder of another name.
install(FILES core/completions/claimline.bash RENAME claimline
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
set(zsh_dir site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND EXISTS /etc/debian_version)
  set(zsh_dir vendor-completions)
endif()
install(FILES core/completions/_claimline DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${zsh_dir})
install(FILES core/completions/claimline.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
