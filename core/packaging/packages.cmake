# Debian packages by CPack: claimline, the program with its plugins, and claimline-dev,
# what it takes to write plugins.
#     cmake --preset deb && cmake --build --preset deb --target package
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "the claimline authors")
if(NOT DEFINED CPACK_PACKAGE_CONTACT)
  set(CPACK_PACKAGE_CONTACT "The claimline authors <claimline@localhost>")
endif()
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program dev)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/stage.cmake)
set(CPACK_CLAIMLINE_CHANGELOG ${CMAKE_CURRENT_LIST_DIR}/changelog)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME claimline)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "therapy session records in, claim lines out
claimline reads the session exports of a clinic's EMR, applies the payer's
billing rules (8-minute rule, midpoint rule, modifiers, NCCI and MUE edits),
and hands the claims to output plugins that write CSV, XML or plain text. It
works offline, on files; outputs appear together, when all are complete.

Other formats are plugins: see the package claimline-dev.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME claimline-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "claimline (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS "gcc | c-compiler, cmake | pkg-config")
set(CPACK_DEBIAN_DEV_DESCRIPTION "headers to write output plugins of claimline
An output format of claimline is a plugin, a shared object of one C file. This
package has the headers with the contract, a CMake package and a pkg-config
file to build plugins with, and a sample plugin.")

include(CPack)
